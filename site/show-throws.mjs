import { Converter } from "typedoc";

/** Plugin of typedoc: begins each `@throws` with the class of the error, which typedoc leaves out. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE, (_context, reflection) => {
    for (const tag of reflection.comment?.getTags("@throws") ?? []) {
      const error = tag.typeAnnotation?.replaceAll(/[{}]/g, "");
      if (error) tag.content.unshift({ kind: "code", text: `\`${error}\`` }, { kind: "text", text: " " });
    }
  });
}
