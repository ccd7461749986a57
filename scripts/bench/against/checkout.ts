import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `now` for the checkout that the bench is started from, `before` for the other one. */
export type CheckoutName = "now" | "before";

/** A checkout of this repository, whose modules are loaded with the dependencies installed in its folder. */
export class Checkout {
  readonly name: CheckoutName;
  readonly #folder: string;

  constructor(name: CheckoutName, folder: string) {
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
