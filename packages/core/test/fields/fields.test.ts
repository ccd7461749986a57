import { expect, test } from "vitest";
import {
  ANY_FIELDS,
  asStored,
  changed,
  type Fields,
  fieldsOfEither,
  listFields,
  NO_FIELDS,
  objectFields,
  STORED_SCALAR,
  STORED_VALUE,
} from "../../src/fields/fields.ts";
import { fieldFinder, unknownField } from "../../src/fields/find-field.ts";

const isStored = (fields: Fields | undefined): boolean | undefined => fields?.isStored;
const known = (name: string, rest?: () => Fields): Fields => {
  return objectFields({ names: [name], of: () => STORED_SCALAR, rest, isStored: true });
};

test("of the fields of any value, nothing is known; of a stored one, only lists differ", () => {
  expect([ANY_FIELDS, NO_FIELDS, STORED_SCALAR, STORED_VALUE].map(isStored)).toEqual([false, false, true, true]);
  expect(ANY_FIELDS.at("a")).toBe(ANY_FIELDS);
  expect([NO_FIELDS.at("a"), STORED_SCALAR.at("a")]).toEqual([undefined, undefined]);
  const keys = ["a", "01", "", "0x", "length", "0", "12", "-1"];
  expect(keys.map((key) => isStored(STORED_VALUE.at(key)))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("an object has the fields that it names, each made once, and others if there is a rest", () => {
  let made = 0;
  const closed = objectFields({
    names: ["a"],
    of: () => {
      made++;
      return STORED_SCALAR;
    },
    isStored: true,
  });
  expect([closed.names, closed.isStored, closed.at("b")]).toEqual([["a"], true, undefined]);
  expect(closed.at("a")).toBe(STORED_SCALAR);
  expect(closed.at("a")).toBe(closed.at("a"));
  expect(made).toBe(1);
  const open = known("a", () => NO_FIELDS);
  expect([open.names, isStored(open.at("a")), isStored(open.at("b"))]).toEqual([[], true, false]);
  expect(objectFields({ names: [], of: () => NO_FIELDS }).isStored).toBe(false);
});

test("keys that every object inherits are never taken as stored", () => {
  const open = known("constructor", () => STORED_SCALAR);
  const keys = ["constructor", "toString", "prototype", "__proto__", "proto"];
  expect(keys.map((key) => isStored(open.at(key)))).toEqual([false, false, false, false, true]);
  const changing = objectFields({ names: ["a"], of: () => STORED_SCALAR });
  expect(isStored(changing.at("a"))).toBe(false);
});

test("a list has its length and its items", () => {
  const list = listFields(() => known("a"));
  expect([list.names, list.isStored]).toEqual([["length", "0", "-1"], true]);
  expect(list.at("length")).toBe(NO_FIELDS);
  expect(list.at("a")).toBeUndefined();
  expect([list.at("0")?.names, isStored(list.at("0")), isStored(list.at("-3")?.at("a"))]).toEqual([
    ["a"],
    false,
    false,
  ]);
});

test("a value of several schemas has the fields of each, stored if they are for all", () => {
  const [both, one] = [fieldsOfEither([known("a"), known("a")]), fieldsOfEither([known("a"), known("b")])];
  expect([both.names, both.isStored, isStored(both.at("a"))]).toEqual([["a"], true, true]);
  expect([one.names, one.isStored, isStored(one.at("a")), one.at("c")]).toEqual([["a", "b"], true, false, undefined]);
  expect(fieldsOfEither([known("a"), ANY_FIELDS])).toMatchObject({ names: [], isStored: false });
  expect(isStored(fieldsOfEither([known("a"), NO_FIELDS]).at("a"))).toBe(false);
});

test("changed fields have the same names, and none is stored", () => {
  const fields = changed(objectFields({ names: ["a"], of: () => known("b"), isStored: true }));
  expect([fields.names, fields.isStored, isStored(fields.at("a")), isStored(fields.at("a")?.at("b"))]).toEqual([
    ["a"],
    false,
    false,
    false,
  ]);
  expect([changed(ANY_FIELDS), changed(undefined)]).toEqual([ANY_FIELDS, undefined]);
});

test("fields that are read as they were stored have the same names, and only keys of lists are not stored", () => {
  const fields = asStored(changed(objectFields({ names: ["a", "0"], of: () => known("b"), isStored: true })));
  expect([fields.names, fields.isStored, fields.at("c")]).toEqual([["a", "0"], true, undefined]);
  expect([fields.at("a"), fields.at("a")?.at("b"), fields.at("0")].map(isStored)).toEqual([true, true, false]);
});

test("a field is found by its path, and stored if all that leads to it is", () => {
  const inner = objectFields({ names: ["b"], of: () => STORED_SCALAR, isStored: true });
  const find = (root: Fields, path: string) => fieldFinder(root, "a schema")(path);
  const root = objectFields({ names: ["a"], of: () => inner, isStored: true });
  expect(find(root, "a.b")).toEqual({ keys: ["a", "b"], isStored: true });
  expect(find(objectFields({ names: ["a"], of: () => inner }), "a.b").isStored).toBe(false);
  expect(find({ ...root, isStored: false }, "a.b").isStored).toBe(false);
  expect(find(STORED_VALUE, "\ud800").isStored).toBe(false);
  expect(() => find(root, "a.c")).toThrow(
    'Unknown field "a.c" of a schema: there is no "c". Did you mean \'b\'? Its fields are b.',
  );
  expect(() => find(root, "zzzzz")).toThrow('Unknown field "zzzzz" of a schema. Its fields are a.');
  expect(unknownField("a.b", "b", [], "it").message).toBe(
    'Unknown field "a.b" of it: there is no "b". The path ends before it.',
  );
});
