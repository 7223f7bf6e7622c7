/** The grounds that an accent stands on, by day and by night: `--paper` of the stylesheet. */
const GROUNDS = { light: "#fdfcf9", dark: "#16171a" };
/** Of text of any size (WCAG 2.2 §1.4.3). */
const CONTRAST = 4.5;
const STEPS = 40;

/**
 * An accent as it can be read: by day as it is or darker, by night as it is or lighter.
 *
 * @param accent `#rrggbb`
 */
export function readable(accent: string): { light: string; dark: string } {
  return { light: towards(accent, "#000000", GROUNDS.light), dark: towards(accent, "#ffffff", GROUNDS.dark) };
}

/** The first mixture of two colours that stands out from a ground. */
function towards(accent: string, end: string, ground: string): string {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mixture(accent, end, step / STEPS);
    if (contrast(mixed, ground) >= CONTRAST) return mixed;
  }
  return end;
}

function mixture(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((value, i) => Math.round(value + ((b[i] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
