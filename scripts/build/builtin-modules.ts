import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";

// That of `node:module` is recognized by tools that collect the files of a program.
const BUILTIN = /^node:(?!module$)/;
const PREFIX = "\0builtin:";
/** Modules that take long to load, and whose functions are used late or never. */
const LATE: ReadonlySet<string> = new Set([
  "node:child_process",
  "node:crypto",
  "node:fs/promises",
  "node:os",
  "node:timers/promises",
  "node:util",
  "node:worker_threads",
]);

/**
 * Takes built-in modules from `process.getBuiltinModule`, and slow ones on first use.
 *
 * An `import` of a built-in module evaluates all its lazy members: that of `node:fs` loads streams and promises. Together, the imports of
 * this library would take a third of the time that Node itself takes to start.
 */
export function builtinModulesPlugin(): Plugin {
  return {
    name: "builtin-modules",
    resolveId: {
      order: "pre",
      filter: { id: BUILTIN },
      handler: (id) => ({ id: PREFIX + id, moduleSideEffects: false }),
    },
    load: {
      filter: { id: new RegExp(`^${PREFIX}`) },
      handler: (id) => facadeOf(id.slice(PREFIX.length)),
    },
  };
}

/** Tells whether a module of the build stands for a built-in one. */
export function isBuiltinFacade(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** Returns the source of a module with the members of a built-in one; the bundler removes those that are not used. */
function facadeOf(id: string): string {
  if (!isBuiltin(id)) throw new Error(`'${id}' must be a built-in module of Node.`);
  const members = Object.entries(process.getBuiltinModule(id) ?? {}).filter(([key]) => /^[A-Za-z]\w*$/.test(key));
  return [
    "let found;",
    `const load = () => (found ??= process.getBuiltinModule("${id}"));`,
    "const read = (name) => load()[name];",
    "const late = (name) => function (...args) { return new.target ? new (read(name))(...args) : read(name)(...args); };",
    ...members.map(([key, value], i) => {
      const how = LATE.has(id) && typeof value === "function" ? "late" : "read";
      return `const m${i} = /* @__PURE__ */ ${how}("${key}");`;
    }),
    LATE.has(id)
      ? "const all = /* @__PURE__ */ new Proxy({}, { get: (_, name) => read(name) });"
      : "const all = /* @__PURE__ */ load();",
    `export { all as default, ${members.map(([key], i) => `m${i} as ${key}`).join(", ")} };`,
  ].join("\n");
}
