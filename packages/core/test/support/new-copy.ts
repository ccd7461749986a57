import { registerHooks } from "node:module";

let copies = 0;

/** Makes a function that imports modules and the sources that they import once more, as where a package is installed twice. */
export function newCopy(): <Module>(url: URL) => Promise<Module> {
  copies += 1;
  const copy = `?copy=${copies}`;
  return async (url) => {
    const hooks = registerHooks({
      resolve: (specifier, context, nextResolve) => {
        const resolved = nextResolve(specifier, context);
        const isOfCopy = context.parentURL?.endsWith(copy) && specifier.startsWith(".");
        return isOfCopy ? { ...resolved, url: `${resolved.url}${copy}` } : resolved;
      },
    });
    try {
      return await import(`${url}${copy}`);
    } finally {
      hooks.deregister();
    }
  };
}
