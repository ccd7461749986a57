import { setProperty } from "../../codec/set-property.ts";
import { given } from "../../errors/given.ts";
import { nearestName } from "../../options/nearest-name.ts";
import type { Call } from "../call.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { versionText } from "../version-text.ts";
import type { FunctionOptions } from "./memoize-options.ts";
import { checkReceiver, RECEIVER, receiverArgument, refuseInstance } from "./receiver.ts";

/** Fields that all calls of a function have in common. */
export interface FunctionIdentity {
  readonly name: string;
  readonly module?: string;
  readonly version?: string;
  readonly fingerprint?: string;
}

/** Converter between the arguments of a memoized function and calls. */
export class CallMaker {
  readonly identity: FunctionIdentity;
  readonly #parameters: readonly string[];
  readonly #ignored: ReadonlySet<string>;
  readonly #self: FunctionOptions["self"];
  readonly #digest: (value: unknown) => string;

  /** @param digest Returns the digest of a value. */
  constructor(fn: (...args: never) => unknown, options: FunctionOptions, digest: (value: unknown) => string) {
    const { name = fn.name, module, version, fingerprint, parameters = [], ignore = [], self } = options;
    this.identity = {
      name,
      ...(module !== undefined && { module }),
      ...(version !== undefined && { version: versionText(version) }),
      ...(fingerprint !== undefined && fingerprint !== false && { fingerprint: fingerprintOf(fn, fingerprint) }),
    };
    this.#parameters = parameters;
    this.#ignored = new Set(ignore.map((each) => (typeof each === "number" ? this.#nameOf(each) : each)));
    this.#self = self;
    this.#digest = digest;
  }

  /**
   * Returns the call of the function with these arguments.
   *
   * @throws {TypeError} for an instance of a class as receiver if no `self` is given.
   */
  callOf(args: readonly unknown[], receiver: unknown): Call {
    const named: Record<string, unknown> = {};
    if (this.#self) named[RECEIVER] = receiverArgument(receiver, this.#self, this.identity.name);
    else if (receiver !== undefined) refuseInstance(receiver, this.identity.name);
    for (let i = 0; i < args.length; i++) {
      const parameter = this.#nameOf(i);
      if (!this.#ignored.has(parameter)) setProperty(named, parameter, args[i]);
    }
    return { ...this.identity, arguments: named };
  }

  /**
   * Returns the arguments for the function: the stored copies, and ignored ones unchanged.
   *
   * @throws {TypeError} if the receiver has changed since the key was computed.
   */
  argumentsOf(keyed: Readonly<Record<string, unknown>>, args: readonly unknown[], receiver: unknown): unknown[] {
    checkReceiver(receiver, this.#self, keyed[RECEIVER], this.identity.name, this.#digest);
    return args.map((arg, i) => (this.#ignored.has(this.#nameOf(i)) ? arg : keyed[this.#nameOf(i)]));
  }

  /**
   * Checks the names of arguments in a template: no call has another one, so that nothing would match.
   *
   * @throws {TypeError} for an unknown name, and for that of an ignored argument, which is not stored.
   */
  checkNames(args: Readonly<Record<string, unknown>> = {}): void {
    for (const name of Object.keys(args)) {
      if (this.#ignored.has(name))
        throw new TypeError(`The argument ${given(name)} is ignored, so no call is found by it.`);
      if (this.#parameters.includes(name) || (name === RECEIVER && this.#self)) continue;
      if (/^(?:0|[1-9]\d*)$/.test(name) && Number(name) >= this.#parameters.length) continue;
      const nearest = nearestName(name, this.#parameters);
      const advice = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
      const named =
        this.#parameters.length > 0
          ? `are ${this.#parameters.join(", ")}`
          : "have no names: pass parameters to memoize";
      throw new TypeError(`'${this.identity.name}' has no argument ${given(name)}.${advice} Its arguments ${named}.`);
    }
  }

  /** Returns the object that the function is called on. */
  receiverOf(receiver: unknown): unknown {
    return this.#self ? receiver : undefined;
  }

  #nameOf(position: number): string {
    return this.#parameters[position] ?? String(position);
  }
}
