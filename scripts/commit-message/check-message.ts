/** Longest subject that `git log --oneline` and code hosts show whole. */
const MAX_SUBJECT = 72;

/** Subjects that git writes itself. */
const FROM_GIT = /^(Merge|Revert) /;

/** Marks of a commit that `git rebase --autosquash` folds into another one. */
const TO_BE_SQUASHED = /^((fixup|squash|amend)! )+/;

/** Area, then the rest: `backend-fs: sync a folder once per batch`. */
const SUBJECT = /^(?<area>[^:\s]+): (?<change>\S.*)$/;

const AREA = /^[a-z][a-z0-9-]*$/;

/** Endings of verbs that are not in the imperative; a word in -ss, such as "pass", is. */
const INFLECTED = /(?:ed|ing|[^s]s)$/;

/** Imperatives, and words that may stand before one, whose ending looks like an inflection. */
const IMPERATIVES = new Set(
  "always alias bias bring embed exceed feed focus need proceed ring seed shed speed string succeed".split(" "),
);

/** Paths that exist on the machine of one author only. */
const MACHINE_PATH = /(?<![\w.])(?:\/(?:home|root|Users|work|workspace|workspaces)\b|[A-Za-z]:\\)\S*/;

/** Finds what breaks the rules for commit messages; gives one sentence per broken rule. */
export function checkMessage(message: string): string[] {
  const [subject = "", second = "", ...body] = withoutComments(message).trim().split("\n");
  const faults = FROM_GIT.test(subject) ? [] : checkSubject(subject.replace(TO_BE_SQUASHED, ""));
  if (second.trim() !== "") faults.push("leave the second line empty");
  const path = MACHINE_PATH.exec([subject, second, ...body].join("\n"))?.[0];
  if (path !== undefined) faults.push(`write no absolute path: '${path}' exists on your machine only`);
  return faults;
}

function checkSubject(subject: string): string[] {
  const faults: string[] = [];
  const { length } = subject;
  if (length > MAX_SUBJECT) faults.push(`shorten the subject from ${length} to ${MAX_SUBJECT} characters`);
  if (subject.endsWith(".")) faults.push("end the subject without a dot");
  const { area, change } = SUBJECT.exec(subject)?.groups ?? {};
  if (area === undefined || change === undefined) return [...faults, "write the subject as 'area: imperative change'"];
  if (!AREA.test(area)) faults.push(`write the area '${area}' in lower-case letters, digits and hyphens`);
  const verb = /^[\w-]*/.exec(change)?.[0].toLowerCase() ?? "";
  if (INFLECTED.test(verb) && !IMPERATIVES.has(verb)) {
    faults.push(`begin the change with an imperative ('add', not 'added', 'adding' or 'adds'), not with '${verb}'`);
  }
  return faults;
}

/** Drops what git drops: comments, and all that follows the scissors of `git commit --verbose`. */
function withoutComments(message: string): string {
  const [kept = ""] = message.split(/^# -+ >8 -+$/m);
  return kept.replaceAll(/^#.*\n?/gm, "");
}
