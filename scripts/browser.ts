import { copyFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

// What a reader's machine has and a bare one has not: a serif, and Arabic.
const FONTS = [
  "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
  "noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf",
  "noto-serif/400Regular/NotoSerif_400Regular.ttf",
  "noto-serif/400Regular_Italic/NotoSerif_400Regular_Italic.ttf",
  "noto-serif/700Bold/NotoSerif_700Bold.ttf",
];

/**
 * Starts headless Chromium from npm, with the libraries and fonts it brings: nothing has to be
 * installed.
 *
 * @param debugPort where other programs may drive it, too; nowhere unless told
 */
export async function launchBrowser(debugPort?: number): Promise<Browser> {
  // Read when the package is imported: makes it unpack its own libraries.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs24.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  const executablePath = await packaged.executablePath();
  // Where the package's font configuration looks.
  const folder = join(tmpdir(), "fonts");
  mkdirSync(folder, { recursive: true });
  for (const font of FONTS) {
    const file = fileURLToPath(new URL(`../node_modules/@expo-google-fonts/${font}`, import.meta.url));
    copyFileSync(file, join(folder, basename(font)));
  }
  // In a single process, closing one context ends the whole browser.
  const args = packaged.args.filter((arg) => arg !== "--single-process");
  if (debugPort !== undefined) args.push(`--remote-debugging-port=${debugPort}`);
  return chromium.launch({ executablePath, args });
}
