// Prints the files that a program needs, one a line: trace.mjs <program>.
import { nodeFileTrace } from "@vercel/nft";

const { fileList } = await nodeFileTrace([process.argv[2]], { base: "/" });
for (const file of fileList) console.log(file);
