/** Style sheets are imported for what they do to the page; the bundler turns them into files. */
declare module '*.css'
