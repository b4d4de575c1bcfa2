/** A registry process reduced to its database: prints one line of JSON when it runs, stops cleanly on SIGTERM. */
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';

const [home = ''] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres(home, (line) => console.error(line));
const running = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  void postgres.stop().finally(() => clearInterval(running));
});
console.log(JSON.stringify({ url: postgres.url, adopted: postgres.adopted }));
