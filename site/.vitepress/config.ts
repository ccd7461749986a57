import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const REPOSITORY = "https://github.com/results-manager/results-manager";
/** Sections of the sidebar, written by the build from the pages. */
const sidebar = JSON.parse(readFileSync(new URL("../pages/sidebar.json", import.meta.url), "utf8"));

export default defineConfig({
  title: "results-manager",
  description: "Validated results of parallel work: files, SQLite, PostgreSQL, cache and memoized functions.",
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: true,
  themeConfig: {
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "API", link: "/api/" },
      { text: "llms.txt", link: "/llms.txt", target: "_blank" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        miniSearch: {
          searchOptions: {
            // Pages for users come first. The function is serialized into the page, so it uses nothing from outside.
            boostDocument: (id: string) =>
              /\/design\//.test(id) ? 0.1 : /\/api\/.*\/(?:classes|interfaces)\//.test(id) ? 0.3 : 1,
          },
        },
      },
    },
    socialLinks: [{ icon: "github", link: REPOSITORY }],
  },
});
