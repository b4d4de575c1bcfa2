// Files that are served or read as they are go beside the compiled code.
import { cp } from 'node:fs/promises';

await cp('src/render/assets', 'dist/render/assets', { recursive: true, filter: (file) => !file.endsWith('.ts') });
