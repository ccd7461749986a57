// Opens the built site in headless Chromium: the browser and the address are arguments, then a folder for screenshots.
import { join } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, address, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const problems = [];
page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
page.on("response", (response) => {
  if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
});

/** Opens a page by its path. */
const open = (path) => page.goto(`${address}${path}`, { waitUntil: "networkidle" });

await open("/");
await page.screenshot({ path: join(folder, "home.png") });
for (const path of ["/getting-started", "/errors", "/design/storage", "/api/"]) {
  await open(path);
  if ((await page.locator("main h1").count()) === 0) problems.push(`${path}: no heading`);
}

/** Searches for a text, and follows the first hit that leads to an expected page. */
async function search(text, expected) {
  await open("/getting-started");
  await page.keyboard.press("Control+k");
  await page.locator(".VPLocalSearchBox input").fill(text);
  await page.locator(`.VPLocalSearchBox a.result[href*="${expected}"]`).first().click({ timeout: 30_000 });
  await page.waitForURL((url) => url.pathname.includes(expected), { timeout: 30_000, waitUntil: "commit" });
}
await search("STORAGE_UNREACHABLE", "/errors");
await search("openResults", "/api/results-manager/functions/openResults");
await search("moving from keyv", "/moving");

await open("/api/results-manager/functions/openResults");
if ((await page.locator("main h1").textContent())?.includes("openResults") !== true)
  problems.push("no page of openResults");
await page.screenshot({ path: join(folder, "api.png") });
await page.emulateMedia({ colorScheme: "dark" });
await page.setViewportSize({ width: 390, height: 800 });
await open("/getting-started");
await page.screenshot({ path: join(folder, "small.png") });
await browser.close();

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else process.stdout.write("pages and search work\n");
