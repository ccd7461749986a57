import type { RecordContent } from "../records/record.ts";
import { type PendingRecord, toContent } from "./encode-record.ts";

/**
 * Encodes data that a user passed or computed as a record. With an `encode`, input and output of the schema differ, and the data may be
 * either: it is encoded as the form that `isOutput` names, and if that fails, as the other one.
 *
 * @throws as {@link toContent}: the first error, if both fail.
 */
export function encodeData(data: PendingRecord): RecordContent | Promise<RecordContent> {
  if (!data.model.encode) return toContent(data);
  let content: RecordContent | Promise<RecordContent>;
  try {
    content = toContent(data);
  } catch (error) {
    return encodeOther(data, error);
  }
  return content instanceof Promise ? content.catch((error: unknown) => encodeOther(data, error)) : content;
}

function encodeOther(data: PendingRecord, error: unknown): RecordContent | Promise<RecordContent> {
  const { isOutput } = data;
  const refuse = (): never => {
    throw error;
  };
  try {
    const content = toContent({ ...data, isOutput: !isOutput });
    return content instanceof Promise ? content.catch(refuse) : content;
  } catch {
    return refuse();
  }
}
