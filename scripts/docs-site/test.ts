import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { buildSite, DIST } from "./build-site.ts";
import { checkLinks } from "./check-links.ts";
import { findChromium } from "./find-chromium.ts";
import { SITE } from "./pages.ts";

// Builds the site, checks its links, and opens it in headless Chromium, which it installs where there is none.
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

buildSite();
const broken = checkLinks(DIST);
for (const link of broken) process.stderr.write(`${link}\n`);
if (broken.length > 0) process.exitCode = 1;

const server = createServer((request, response) => {
  const path = join(DIST, normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname)));
  const file = [path, `${path}.html`, join(path, "index.html")].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );
  if (file === undefined) return response.writeHead(404).end();
  return response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
try {
  const screenshots = join(SITE, ".vitepress/cache/screenshots");
  mkdirSync(screenshots, { recursive: true });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const chromium = await findChromium();
  const { stdout } = await promisify(execFile)(process.execPath, ["check.mjs", chromium, address, screenshots], {
    cwd: SITE,
  });
  process.stdout.write(stdout);
} finally {
  server.close();
}
