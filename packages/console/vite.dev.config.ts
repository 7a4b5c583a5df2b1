import { readLocalFile, statePaths } from '@taskfold/local-state';
import { mergeConfig } from 'vite';
import { serveOperator } from './src/build/serve-operator.ts';
import config from './vite.config.ts';

// The API in another terminal: npm start, which takes other ports where its own are taken.
const stack = await readLocalFile(statePaths(process.env).localFile);
const api = stack?.api_url ?? 'http://127.0.0.1:8080';
const admin = stack?.admin_url ?? 'http://127.0.0.1:9090';

export default mergeConfig(config, {
  plugins: [serveOperator(import.meta.dirname)],
  server: { proxy: { '/v1': api, '/operator/': admin, '/readyz': admin } },
});
