// Style sheets are taken up by the bundler; they export nothing.
declare module "*.css";
