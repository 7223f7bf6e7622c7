/**
 * What pages gain where scripts run: recent times told relative to now, addresses that copy, and
 * stories read aloud (Web Speech API, https://webaudio.github.io/web-speech-api/).
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

const listen = document.querySelector("[data-listen]");
if (listen && window.speechSynthesis) {
  const synthesis = window.speechSynthesis;
  const story = listen.closest("article");
  const [play, stop] = listen.querySelectorAll("button");
  const [bar, told] = [listen.querySelector("progress"), listen.querySelector("output")];
  const parts = [...story.querySelectorAll("h1, .standfirst, .body :is(p, li, h2, h3, h4, figcaption)")]
    .filter((part) => !part.closest("details, footer") && !part.querySelector("p, li") && part.textContent.trim());
  let at = -1;
  let paused = false;

  function offer() {
    const own = story.lang.split("-")[0];
    listen.hidden = !synthesis.getVoices().some((voice) => voice.lang.split(/[-_]/)[0] === own);
  }
  function show() {
    const speaks = at >= 0;
    play.textContent = speaks && !paused ? play.dataset.pause : play.dataset.play;
    stop.hidden = bar.hidden = !speaks;
    bar.max = parts.length;
    bar.value = at + 1;
    told.textContent = speaks ? at + 1 + " / " + parts.length : "";
    parts.forEach((part, i) => part.classList.toggle("speaking", i === at));
  }
  function speak(next) {
    at = next < parts.length ? next : -1;
    paused = false;
    show();
    if (at < 0) return;
    const utterance = new SpeechSynthesisUtterance(parts[at].textContent);
    utterance.lang = parts[at].closest("[lang]").lang;
    utterance.onend = () => { if (at === next) speak(next + 1); };
    utterance.onerror = ({ error }) => { if (at === next && error !== "interrupted" && error !== "canceled") finish(); };
    synthesis.speak(utterance);
  }
  function finish() {
    at = -1;
    synthesis.cancel();
    show();
  }
  play.addEventListener("click", () => {
    if (at < 0) return speak(0);
    paused = !paused;
    if (paused) synthesis.pause(); else synthesis.resume();
    show();
  });
  stop.addEventListener("click", finish);
  addEventListener("pagehide", finish);
  synthesis.addEventListener?.("voiceschanged", offer);
  offer();
}
`.trim();
