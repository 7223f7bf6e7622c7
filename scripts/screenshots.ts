// `npm run screenshots`: every kind of page, narrow and wide, light and dark, into screenshots/.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { publishSample } from "./publish-sample.ts";
import { publication } from "./sample.ts";
import { startServer } from "./server.ts";
import { PAGES, SCHEMES, WIDTHS } from "./views.ts";

const state = mkdtempSync(join(tmpdir(), "dateline-"));
const server = await startServer({ port: 8791, state, token: "screenshots", publication });
await publishSample(server.url, "screenshots");
const browser = await launchBrowser();
mkdirSync("screenshots", { recursive: true });
for (const colorScheme of SCHEMES) {
  for (const width of WIDTHS) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(server.url + path);
      await page.screenshot({
        path: `screenshots/${name}-${width}-${colorScheme}.png`,
        fullPage: name !== "feed",
      });
    }
    await page.close();
  }
}
await browser.close();
await server.stop();
rmSync(state, { recursive: true });
console.log("screenshots/ is written");
