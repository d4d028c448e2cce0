import { html, type Html } from "../domain/html.ts";

/** A drawing per product type, 24 by 24, on a hill 64 by 48: the demo shop needs no picture files. */
const drawings: Record<string, string> = {
  jackets: "M9 3l3 2 3-2 5 4-2 4-2-1v10H8V10l-2 1-2-4zM12 5v15",
  midlayers: "M8 4h8l4 4-2 4-2-1v9H8v-9l-2 1-2-4zM10 4c0 2 4 2 4 0",
  "base layers": "M8 4h8l4 4-2 4-2-1v9H8v-9l-2 1-2-4z",
  trousers: "M8 3h8l1 18h-4l-1-11-1 11H7z",
  shoes: "M4 7h6l1 5 7 3c2 1 2 4 2 4H4zM4 16h15",
  socks: "M9 3h6v9l-5 8c-2 2-6 1-5-3l4-5zM9 6h6",
  accessories: "M5 15c0-7 3-10 7-10s7 3 7 10zM4 15h16v4H4zM12 5V3",
  backpacks: "M7 8c0-6 10-6 10 0v12H7zM9 13h6v4H9zM7 12H5v6h2M17 12h2v6h-2",
  tents: "M12 4L3 20h18zM12 10l-4 10M12 10l4 10",
  sleeping: "M4 17V9c0-3 16-3 16 0v8zM4 13h16M8 7v5M4 19v-2M20 19v-2",
  cooking: "M5 9h12v8c0 3-12 3-12 0zM17 11h3v4h-3M9 3v3M13 3v3",
  food: "M6 9h12l-1 11H7zM8 9c0-6 8-6 8 0M10 13v4M14 13v4",
  light: "M9 3h6v4l2 3v9H7v-9l2-3zM7 13h10M12 13v6",
  equipment: "M12 3a9 9 0 1 0 .01 0M15 9l-2 5-5 2 2-5z",
  home: "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
};

export function productArt(type: string, seed: string): Html {
  const path = drawings[type.toLowerCase()] ?? drawings["equipment"]!;
  const tone = [...seed].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 5;
  return html`<svg class="art tone-${tone}" viewBox="0 0 64 48" aria-hidden="true">
    <circle cx="51" cy="11" r="5" />
    <path class="hill" d="M0 38L17 22l11 10 14-15 22 20v11H0z" />
    <path class="thing" transform="translate(20 14)" d="${path}" />
  </svg>`;
}
