/**
 * What pages gain where scripts run: times of this very day told relative to now, whether a
 * list has new stories, asked once a minute while somebody looks, addresses that copy, and stories read aloud (Web Speech API, https://webaudio.github.io/web-speech-api/).
 * Without it nothing is missing.
 */
export const SCRIPT = `
const calendar = new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: document.documentElement.dataset.zone });
const relatives = {};

function relative(language, count, unit) {
  relatives[language] ||= new Intl.RelativeTimeFormat(language);
  return relatives[language].format(count, unit);
}
function tell(time) {
  const [now, then] = [Date.now(), Date.parse(time.dateTime)];
  const minutes = Math.floor((now - then) / 60e3);
  time.title ||= time.textContent;
  if (minutes < 0 || calendar.format(now) !== calendar.format(then)) time.textContent = time.title;
  else if (minutes < 1) time.textContent = time.dataset.relative;
  else {
    const { lang } = time.closest("[lang]");
    time.textContent = minutes < 60 ? relative(lang, -minutes, "minute") : relative(lang, -Math.floor(minutes / 60), "hour");
  }
}
const times = [...document.querySelectorAll("time[data-relative]")];
const tellAll = () => times.forEach(tell);
tellAll();
setInterval(tellAll, 60e3);
addEventListener("beforeprint", () => times.forEach((time) => { time.textContent = time.title; }));
addEventListener("afterprint", tellAll);

const fresh = document.querySelector("[data-fresh]");
if (fresh && !navigator.connection?.saveData && !matchMedia("(prefers-reduced-data: reduce)").matches) {
  const dates = [...document.querySelectorAll("main time")].map(({ dateTime }) => Date.parse(dateTime));
  const newest = Math.max(0, ...dates);
  let asked = Date.now();
  const ask = async () => {
    if (document.hidden || Date.now() - asked < 60e3) return;
    asked = Date.now();
    const answer = await fetch(fresh.dataset.fresh, { cache: "no-cache", credentials: "omit" }).catch(() => null);
    if (!answer?.ok) return;
    const { items } = await answer.json();
    const count = items.filter((item) => Date.parse(item.date_published) > newest).length;
    fresh.hidden = count === 0;
    fresh.querySelector("bdi").textContent = count;
  };
  // Followed as a link, it would come from the browser's cache as it was.
  fresh.addEventListener("click", (event) => {
    event.preventDefault();
    scrollTo(0, 0);
    location.reload();
  });
  setInterval(ask, 10e3);
  document.addEventListener("visibilitychange", ask);
}

const copies = navigator.clipboard ? document.querySelectorAll("button[data-copy]") : [];
const told = document.createElement("p");
told.className = "unseen";
told.setAttribute("role", "status");
if (copies.length) document.body.append(told);
for (const button of copies) {
  const label = button.firstElementChild;
  const word = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    told.textContent = label.textContent = button.dataset.done;
    setTimeout(() => { told.textContent = ""; label.textContent = word; }, 2000);
  });
}

const listen = document.querySelector("[data-listen]");
if (listen && window.speechSynthesis) {
  const synthesis = window.speechSynthesis;
  const story = listen.closest("article");
  const [play, stop] = listen.querySelectorAll("button");
  const [bar, place] = [listen.querySelector("progress"), listen.querySelector("output")];
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
    place.textContent = speaks ? at + 1 + " / " + parts.length : "";
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
