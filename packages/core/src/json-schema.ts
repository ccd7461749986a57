// Entry for the blocking manager, which loads it when it describes models: it loads what converts schemas of Valibot.

export { jsonSchemaOf } from "./models/json-schema/json-schema-of.ts";
