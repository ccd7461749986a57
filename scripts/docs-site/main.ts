import { buildSite, DIST } from "./build-site.ts";

// Builds the site from docs/ and from the sources. The first run installs its tools.
buildSite();
process.stdout.write(`The site is in ${DIST}\n`);
