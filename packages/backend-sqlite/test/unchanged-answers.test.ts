import { expect, test } from "vitest";
import { UnchangedAnswers } from "../src/lookup/unchanged-answers.ts";

/** Answers about a database whose version can be changed. */
function open() {
  let version = 1;
  const asked: string[] = [];
  const answers = new UnchangedAnswers(() => version);
  const answer = (question: string): string =>
    answers.get(question, () => {
      asked.push(question);
      return `${question} ${version}`;
    });
  return { answer, asked, change: () => version++ };
}

test("a question is asked once, and again after a change", async () => {
  const { answer, asked, change } = open();
  expect([answer("a"), answer("b"), answer("a")]).toEqual(["a 1", "b 1", "a 1"]);
  expect(asked).toEqual(["a", "b"]);
  change();
  await Promise.resolve();
  expect([answer("a"), answer("a")]).toEqual(["a 2", "a 2"]);
  expect(asked).toEqual(["a", "b", "a"]);
});

test("the answers to many questions are not kept", async () => {
  const { answer, asked } = open();
  for (let i = 0; i < 65; i++) answer(`${i}`);
  await Promise.resolve();
  answer("0");
  expect(asked.filter((question) => question === "0")).toHaveLength(2);
});

test("an answer of `undefined` is kept, a question that fails is asked again", () => {
  let asked = 0;
  const answers = new UnchangedAnswers(() => 1);
  const get = () => answers.get("a", () => void asked++);
  expect([get(), get(), asked]).toEqual([undefined, undefined, 1]);
  const fails = () =>
    answers.get("b", () => {
      throw new Error("b");
    });
  expect(fails).toThrow("b");
  expect(answers.get("b", () => 2)).toBe(2);
});
