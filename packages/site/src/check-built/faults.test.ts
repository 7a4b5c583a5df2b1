import { expect, test } from 'vitest';
import { faultsOf } from './faults.ts';

const page = (body: string) => `<html><body><h1 id="top" tabindex="-1">T</h1>${body}</body></html>`;

test('links to pages, anchors and files that are there have no fault', () => {
  const pages = new Map([
    [
      '/index.html',
      page('<a href="/guide.html#erkl%C3%A4rt">x</a> <a class="y" href="./guide.html">y</a> <a href="#top">'),
    ],
    [
      '/guide.html',
      page(
        '<h2 id="erklärt">x</h2><a href="/">home</a><a href="/logo.svg"></a><a href="https://e.example/#x">',
      ),
    ],
  ]);
  expect(faultsOf(pages, new Set(['/logo.svg']))).toEqual([]);
});

test('a page, a file or an anchor that is not there is one, each once', () => {
  const pages = new Map([
    [
      '/a/index.html',
      page('<a href="../b.html">x</a><a href="/c.txt"></a><a href="/a/#gone"></a><a href="#gone"></a>'),
    ],
  ]);
  expect(faultsOf(pages)).toEqual([
    '/a/index.html links to /b.html, which is not there',
    '/a/index.html links to /c.txt, which is not there',
    '/a/index.html links to /a/index.html#gone, and the page has no such anchor',
  ]);
});

test('so is whatever a page loads from elsewhere', () => {
  const pages = new Map([
    [
      '/a.html',
      page(
        '<script src="https://cdn.example/x.js"></script><link rel="x" href="//f.example/a.css"><img src="/b.png">',
      ),
    ],
  ]);
  expect(faultsOf(pages)).toEqual([
    '/a.html loads https://cdn.example/x.js: keep it on the site',
    '/a.html loads //f.example/a.css: keep it on the site',
  ]);
});
