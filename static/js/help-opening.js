// When a line is open: guides/opening.py's rule for the device's clock. An opening belongs to the day it begins on,
// wall-clock times are meant.
const MINUTE = 60000;
export const DAY = 1440 * MINUTE;
const AHEAD = 15;
const clocks = {};

// Return the wall clock of a moment in a zone as if it were UTC.
export function wall(moment, zone) {
  clocks[zone] ||= new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  const part = Object.fromEntries(clocks[zone].formatToParts(moment).map(({ type, value }) => [type, value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
}

// Return the moment at which a zone's wall clock shows this; the offset just before wins where it shows it twice.
function moment(clock, zone) {
  const before = clock - (wall(clock - DAY, zone) - (clock - DAY));
  if (wall(before, zone) === clock) return before;
  const after = clock - (wall(clock + DAY, zone) - (clock + DAY));
  return wall(after, zone) === clock ? after : before;
}

function minutes(time) {
  const [hours, rest] = time.split(":");
  return (hours * 60 + Number(rest)) * MINUTE;
}

function spans(hours, zone, now, closed) {
  const today = Math.floor(wall(now, zone) / DAY) * DAY;
  const found = [];
  for (let offset = -1; offset < AHEAD; offset += 1) {
    const day = today + offset * DAY;
    if (closed.includes(new Date(day).toISOString().slice(0, 10))) continue;
    const weekday = (new Date(day).getUTCDay() + 6) % 7;
    for (const [number, opens, closes] of hours) {
      if (Number(number) !== weekday) continue;
      const end = minutes(closes) <= minutes(opens) ? day + DAY : day;
      found.push([moment(day + minutes(opens), zone), moment(end + minutes(closes), zone)]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [begins, ends] of found) {
    const last = merged.at(-1);
    if (last && begins <= last[1]) last[1] = Math.max(last[1], ends);
    else merged.push([begins, ends]);
  }
  return merged.filter((span) => span[1] > now);
}

export function state(data, now) {
  const days = data.holidays.split(" ");
  const closed = data.onHolidays === "closed" ? days : [];
  const [next] = spans(data.hours.split(",").map((one) => one.split(" ")), data.zone, now, closed);
  const holiday = days.includes(new Date(wall(now, data.zone)).toISOString().slice(0, 10));
  if (!next) return { open: false, at: null, holiday };
  if (next[0] > now) return { open: false, at: next[0], holiday };
  return { open: true, at: next[1] - now > (AHEAD - 3) * DAY ? null : next[1], holiday };
}
