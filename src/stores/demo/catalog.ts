/** What Nordlicht Outdoor sells. Prices are net, in euro cents. */
export type CatalogRow = {
  title: string;
  type: string;
  about: string;
  cents: number;
  /** Variant titles; each gets its own article number and stock. */
  variants: readonly string[];
};

const sizes = ["S", "M", "L", "XL"];
const shoeSizes = ["38", "39", "40", "41", "42", "43", "44"];
const row = (title: string, type: string, about: string, cents: number, variants: readonly string[] = ["Standard"]): CatalogRow => ({
  title,
  type,
  about,
  cents,
  variants,
});

export const catalog: readonly CatalogRow[] = [
  row("Skagen Rain Jacket", "Jackets", "Waterproof 3-layer jacket with taped seams and a packable hood.", 14_995, sizes),
  row("Fjell Down Jacket", "Jackets", "Light down jacket, 700 fill power, packs into its own pocket.", 18_995, sizes),
  row("Lofoten Softshell", "Jackets", "Windproof softshell for hiking and cycling.", 11_995, sizes),
  row("Amrum Fleece", "Midlayers", "Warm fleece made of recycled polyester.", 6_495, sizes),
  row("Sylt Wool Sweater", "Midlayers", "Knitted sweater of Norwegian wool, unisex.", 9_995, sizes),
  row("Merino Base Shirt", "Base layers", "Long-sleeved base layer, 100 % merino, 190 g.", 5_995, sizes),
  row("Merino Leggings", "Base layers", "Base layer leggings, 100 % merino, 190 g.", 5_495, sizes),
  row("Trail Trousers", "Trousers", "Stretch trousers with zip-off legs.", 8_995, sizes),
  row("Rain Trousers", "Trousers", "Waterproof trousers with full side zips.", 7_495, sizes),
  row("Dune Shorts", "Trousers", "Quick-drying shorts with five pockets.", 4_495, sizes),
  row("Ridge Hiking Boots", "Shoes", "Leather boots with a waterproof lining, ankle high.", 16_995, shoeSizes),
  row("Creek Trail Shoes", "Shoes", "Low, light shoes with a grippy sole.", 11_495, shoeSizes),
  row("Harbour Wellingtons", "Shoes", "Natural rubber boots with a warm lining.", 7_995, shoeSizes),
  row("Hut Slippers", "Shoes", "Felt slippers with a cork sole.", 3_995, ["38/39", "40/41", "42/43"]),
  row("Merino Hiking Socks", "Socks", "Cushioned hiking socks, one pair.", 1_895, ["36-38", "39-41", "42-44"]),
  row("Wool Hat", "Accessories", "Ribbed hat, merino and cashmere.", 2_995, ["Navy", "Mustard", "Forest"]),
  row("Storm Gloves", "Accessories", "Windproof gloves that work on touch screens.", 3_495, ["S", "M", "L"]),
  row("Buff Scarf", "Accessories", "Seamless tube scarf.", 1_695, ["Navy", "Coral"]),
  row("Sun Cap", "Accessories", "Cap with neck protection, UPF 50.", 2_495, ["Sand", "Navy"]),
  row("Leather Belt", "Accessories", "Vegetable-tanned belt with a brass buckle.", 3_995, ["85", "95", "105"]),
  row("Tour 65 Backpack", "Backpacks", "Trekking backpack, 65 litres, adjustable back.", 17_995, ["Forest", "Navy"]),
  row("Day 22 Backpack", "Backpacks", "Day pack, 22 litres, with a rain cover.", 7_995, ["Forest", "Navy", "Coral"]),
  row("Roll-top Bike Bag", "Backpacks", "Waterproof pannier, 20 litres, one piece.", 6_995, ["Black", "Yellow"]),
  row("Dry Bag 13 L", "Backpacks", "Waterproof bag with a roll closure.", 2_295),
  row("Hip Bag", "Backpacks", "Hip bag for keys, phone and a jacket.", 3_295, ["Black", "Coral"]),
  row("Polar Tent 2", "Tents", "Tunnel tent for two people, 2.4 kg.", 34_900, ["Green", "Sand"]),
  row("Family Tent 4", "Tents", "Dome tent for four people with a porch.", 42_900),
  row("Tarp 3 x 3", "Tents", "Light tarp with eight loops.", 8_995),
  row("Tent Pegs, set of 10", "Tents", "Hard aluminium pegs with reflective cord.", 1_995),
  row("Bivvy Bag", "Tents", "Breathable bivouac bag.", 7_995),
  row("Down Sleeping Bag", "Sleeping", "Three-season bag, comfort -2 °C.", 24_900, ["185 cm", "200 cm"]),
  row("Summer Sleeping Bag", "Sleeping", "Synthetic bag, comfort 10 °C.", 8_995, ["185 cm", "200 cm"]),
  row("Sleeping Mat Air", "Sleeping", "Inflatable mat, R-value 3.2, 480 g.", 10_995, ["Regular", "Wide"]),
  row("Foam Mat", "Sleeping", "Folding closed-cell mat.", 3_995),
  row("Travel Pillow", "Sleeping", "Inflatable pillow with a soft cover.", 2_495),
  row("Hammock", "Sleeping", "Parachute-silk hammock with straps.", 5_995, ["Green", "Orange"]),
  row("Gas Stove", "Cooking", "Compact stove for screw cartridges, 82 g. Sold without gas.", 4_495),
  row("Spirit Burner Set", "Cooking", "Brass burner with windshield and two pots.", 7_995),
  row("Titanium Mug", "Cooking", "Single-walled mug, 450 ml.", 2_995),
  row("Enamel Mug", "Cooking", "Mug with a steel rim, 350 ml.", 1_295, ["White", "Blue", "Green"]),
  row("Cast-Iron Pan", "Cooking", "Seasoned pan, 26 cm.", 4_995),
  row("Dutch Oven", "Cooking", "Cast-iron pot with legs, 6 litres.", 7_995),
  row("Camp Cutlery", "Cooking", "Knife, fork and spoon of stainless steel.", 1_495),
  row("Insulated Bottle", "Cooking", "Keeps hot for 12 hours, 750 ml.", 3_295, ["Steel", "Navy", "Forest"]),
  row("Coffee Press", "Cooking", "Unbreakable coffee press, 1 litre.", 3_995),
  row("Freeze-Dried Chili", "Food", "One meal, vegan, 620 kcal.", 895),
  row("Oat Bars, box of 12", "Food", "Bars with blueberries.", 1_995),
  row("Headlamp 400", "Light", "400 lumens, rechargeable, red light.", 4_995),
  row("Camp Lantern", "Light", "Dimmable lantern, 60 hours.", 3_995),
  row("Spare Battery Pack", "Light", "Rechargeable pack for the Headlamp 400.", 1_995),
  row("Solar Charger", "Light", "Foldable panel, 21 watts, two USB ports.", 7_995),
  row("Hiking Poles", "Equipment", "Folding aluminium poles, one pair.", 8_995, ["110 cm", "120 cm", "130 cm"]),
  row("Pocket Knife", "Equipment", "Folding knife with an olive-wood handle.", 5_495),
  row("Compass", "Equipment", "Base-plate compass with a mirror.", 3_495),
  row("First-Aid Kit", "Equipment", "Compact kit, 42 pieces.", 2_495),
  row("Binoculars 8 x 32", "Equipment", "Waterproof binoculars, 450 g.", 18_995),
  row("Water Filter", "Equipment", "Squeeze filter, 2,000 litres.", 4_295),
  row("Wool Blanket", "Home", "Blanket of recycled wool, 140 x 200 cm.", 7_995, ["Grey", "Rust"]),
  row("Beeswax Candle", "Home", "Hand-dipped candle, 20 hours.", 995),
  row("Hut Doormat", "Home", "Coir doormat, 40 x 60 cm.", 2_995),
];
