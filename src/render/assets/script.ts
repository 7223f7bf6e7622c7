/**
 * What pages gain where scripts run: recent times told relative to now, and addresses that copy.
 * Without it nothing is missing.
 */
export const SCRIPT = `
const language = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const UNITS = [["minute", 60e3, 3600e3], ["hour", 3600e3, 86400e3], ["day", 86400e3, 7 * 86400e3]];

function tell(time) {
  const age = Date.now() - Date.parse(time.dateTime);
  const unit = UNITS.find(([, , limit]) => age < limit);
  time.title ||= time.textContent;
  time.textContent = age >= 0 && unit ? relative.format(-Math.floor(age / unit[1]), unit[0]) : time.title;
}
function tellAll() {
  document.querySelectorAll("time[data-relative]").forEach(tell);
}
tellAll();
setInterval(tellAll, 60e3);

for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
`.trim();
