// The picture of the product. The page names it with a mark of its content, which the script cannot know.

export const icon = () => document.querySelector<HTMLLinkElement>("link[rel=icon]")?.getAttribute("href") ?? "";
