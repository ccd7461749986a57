/** Minimum number of reads for which another thread reads the files. */
export const LARGE_READ = 1024;
