import './provided.ts';
