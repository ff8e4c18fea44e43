// Approving puts its action into the form before it is sent: an autosave meanwhile would approve a second time.
document.addEventListener("w-autosave:save", (event) => {
  if (event.detail.formData.has("action-workflow-action")) event.preventDefault();
});
