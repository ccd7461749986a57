// Bundles a program for Node: bundle.mjs <bundler> <format> <from> <to>.
import { basename, dirname } from "node:path";

const [, , bundler, format, from, to] = process.argv;

const BUNDLERS = {
  async esbuild() {
    const { build } = await import("esbuild");
    const external = ["synckit"];
    await build({
      entryPoints: [from],
      outfile: to,
      bundle: true,
      platform: "node",
      format,
      external,
      logLevel: "error",
    });
  },
  async rolldown() {
    const { build } = await import("rolldown");
    const output = { file: to, format, codeSplitting: false };
    await build({ input: from, output, platform: "node", external: ["synckit"], logLevel: "silent" });
  },
  async webpack() {
    const { default: webpack } = await import("webpack");
    const isModule = format === "esm";
    const output = {
      path: dirname(to),
      filename: basename(to),
      ...(isModule && { library: { type: "module" }, module: true }),
    };
    // It follows `createRequire`, as far as the native modules.
    const externals = [/^(?:better-sqlite3|fs-native-extensions|synckit)(?:\/|$)/];
    const externalsType = "node-commonjs";
    const experiments = { outputModule: isModule };
    const target = "node22.13";
    const config = {
      entry: from,
      output,
      externals,
      externalsType,
      experiments,
      target,
      mode: "production",
      devtool: false,
    };
    await new Promise((resolve, reject) => {
      webpack(config, (error, stats) => {
        if (error) reject(error);
        else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
        else resolve();
      });
    });
  },
};

await BUNDLERS[bundler]();
