import type { Space } from "@results-manager/core/storage";

/** A face of a store across a network. */
interface DistantFace {
  readonly storage: { ready(space: Space): Promise<void> };
  close(): Promise<void>;
}

/** Connects the store of a face, so that opening it fails where it cannot be reached; it is closed then. */
export async function connected<T extends DistantFace>(face: T, space: Space): Promise<T> {
  try {
    await face.storage.ready(space);
    return face;
  } catch (error) {
    await face.close();
    throw error;
  }
}
