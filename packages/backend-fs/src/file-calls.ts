import type { CallStorage } from "@results-manager/core";
import { CallsMixin, type Constructor } from "@results-manager/core/storage";
import { FileStorage } from "./file-storage.ts";

const FileCallsBase: typeof FileStorage & Constructor<CallStorage> = CallsMixin(FileStorage);

/** Stores calls and their values in files in the folder of a store. Any number of processes may use the folder at once. */
export class FileCalls extends FileCallsBase {}
