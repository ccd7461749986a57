import { publicPackages } from "../packaging/public-package.ts";
import { buildPackages } from "./build-packages.ts";

// Builds the packages as they are published. Development needs no build.
await buildPackages(publicPackages());
