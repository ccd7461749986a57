import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A checkout of this repository: its modules are loaded from its folder, with the dependencies that are installed there. */
export class Checkout {
  /** `now` for the one that the bench is started from, `before` for the other. */
  readonly name: "now" | "before";
  readonly #folder: string;

  constructor(name: "now" | "before", folder: string) {
    this.name = name;
    this.#folder = folder;
  }

  /** Loads a module of the bench, such as `files/ours.ts`. */
  bench<Module>(path: string): Promise<Module> {
    return this.#load(join("scripts/bench", path));
  }

  /** Loads a package from its source. */
  package<Module>(name: string): Promise<Module> {
    return this.#load(join("packages", name, "src/index.ts"));
  }

  async #load<Module>(path: string): Promise<Module> {
    return (await import(pathToFileURL(join(this.#folder, path)).href)) as Module;
  }
}
