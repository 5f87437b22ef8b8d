/** A style sheet imported for its effect: the bundler links it. */
declare module '*.css';
