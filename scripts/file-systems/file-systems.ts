/** A file system that the suites run on, made from an image file or, like tmpfs, without one. */
export interface FileSystem {
  readonly name: string;
  /** Differences from ext4 that the suites have to cope with. */
  readonly about: string;
  /** Commands that making and mounting need, each with the Debian package that brings it. */
  readonly tools: Readonly<Record<string, string>>;
  /** Name in `/proc/filesystems`. */
  readonly driver: string;
  /** Size of the image; `undefined` if there is none. */
  readonly imageMiB?: number;
  /** Command lines that make and mount it, in order. */
  readonly steps: (image: string, folder: string) => readonly (readonly [command: string, ...args: string[]])[];
  /** Set if the image must become a block device before the steps: some FUSE drivers accept no file. */
  readonly needsDevice?: boolean;
  /** Reasons to leave out a suite. */
  readonly leavesOut?: Readonly<Partial<Record<string, string>>>;
  /** Words in the titles of tests that are left out, with the reason. */
  readonly leavesOutTests?: { readonly title: string; readonly reason: string };
}

/** Tests that repeatedly make ten thousand concurrent calls, which take minutes on a FUSE driver. */
export const SLOW = {
  title: "(?:lets? timers through|a large folder is listed)",
  reason: "they make tens of thousands of files",
};

/** The file systems in the order in which they are tried. */
export const FILE_SYSTEMS: readonly FileSystem[] = [
  {
    name: "tmpfs",
    about: "lists a folder by cursors that move when it changes",
    tools: {},
    driver: "tmpfs",
    steps: (_, folder) => [["mount", "-t", "tmpfs", "-o", "size=2g", "results-manager", folder]],
  },
  {
    name: "btrfs",
    about: "lists by a growing index, few hard links for each file",
    tools: { "mkfs.btrfs": "btrfs-progs" },
    driver: "btrfs",
    imageMiB: 3072,
    steps: (image, folder) => [
      ["mkfs.btrfs", "--quiet", "--metadata", "single", image],
      ["mount", "-t", "btrfs", "-o", "loop", image, folder],
    ],
  },
  {
    name: "xfs",
    about: "64-bit inode numbers and directory cursors",
    tools: { "mkfs.xfs": "xfsprogs" },
    driver: "xfs",
    imageMiB: 3072,
    steps: (image, folder) => [
      ["mkfs.xfs", "-q", image],
      ["mount", "-t", "xfs", "-o", "loop", image, folder],
    ],
  },
  {
    name: "exfat",
    about: "no hard links, no symbolic links, no modes, names that ignore case",
    tools: { "mkfs.exfat": "exfatprogs", "mount.exfat-fuse": "exfat-fuse" },
    driver: "fuseblk",
    imageMiB: 3072,
    needsDevice: true,
    leavesOutTests: SLOW,
    steps: (image, folder) => [
      ["mkfs.exfat", image],
      ["mount.exfat-fuse", image, folder],
    ],
  },
  {
    name: "case-insensitive",
    about: "NTFS by lowntfs-3g with ignore_case: names in lower case",
    tools: { mkntfs: "ntfs-3g", "lowntfs-3g": "ntfs-3g" },
    leavesOutTests: SLOW,
    driver: "fuse",
    imageMiB: 3072,
    steps: (image, folder) => [
      ["mkntfs", "-q", "-F", image],
      ["lowntfs-3g", "-o", "ignore_case", image, folder],
    ],
  },
];
