import cacacheLibrary from "cacache";
import type { Contender } from "../contender.ts";

/** npm's cache: content-addressed files behind an index of files. */
export const cacache: Contender = {
  name: "cacache",
  role: "peer",
  open: (folder) => ({
    set: (id, record) => cacacheLibrary.put(folder, id, JSON.stringify(record)),
    overwrite: (id, record) => cacacheLibrary.put(folder, id, JSON.stringify(record)),
    get: async (id) => JSON.parse((await cacacheLibrary.get(folder, id)).data.toString()),
    exists: async (id) => (await cacacheLibrary.get.info(folder, id)) !== null,
    list: async (prefix) => {
      const keys = Object.keys(await cacacheLibrary.ls(folder));
      return (prefix === undefined ? keys : keys.filter((key) => key.startsWith(`${prefix}/`))).sort();
    },
    delete: (id) => cacacheLibrary.rm.entry(folder, id),
    close: () => {},
  }),
};
