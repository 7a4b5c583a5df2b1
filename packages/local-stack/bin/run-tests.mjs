// Runs vitest in this process, and ends it with the process that started it: a test run must not stay behind.
import './end-with-parent.mjs';
import '../../../node_modules/vitest/vitest.mjs';
