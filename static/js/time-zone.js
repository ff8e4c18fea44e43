// Fills the hidden field of a sign-up with the device's time zone, so that a day is the person's own day.
const field = document.querySelector("input[data-time-zone]");
if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
