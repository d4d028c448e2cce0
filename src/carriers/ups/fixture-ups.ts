/** UPS's servers for tests, made from its own specifications, with a few parcels. Numbers are made up and have right check digits. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isOneZNumber } from "../../domain/tracking-number.ts";
import { specServer, type SpecServer } from "../../http/fixture-openapi.ts";

const specs = join(import.meta.dirname, "../../../../shared/data/specs");
const files = [
  { file: join(specs, "ups-OAuthClientCredentials.yaml"), basePath: "" },
  { file: join(specs, "ups-Tracking.yaml"), basePath: "/api" },
];
export const alertFile = join(specs, "ups-TrackAlert.yaml");
export const missing = existsSync(files[1]!.file) ? false : "the vendors' specifications are not here";

type Scan = [date: string, time: string, type: string, statusCode: string, description: string, place?: object];

export function oneZ(serial: number): string {
  const start = `1Z023E2X03${String(serial).padStart(7, "0")}`;
  return Array.from({ length: 10 }, (_, digit) => `${start}${digit}`).find(isOneZNumber)!;
}

const wayne = { city: "Wayne", stateProvince: "NJ", postalCode: "07470", countryCode: "US", country: "US" };
const sacramento = { city: "Sacramento", stateProvince: "CA", postalCode: "95814", countryCode: "US", country: "US" };
const scan = ([date, time, type, statusCode, description, address]: Scan) => ({
  date,
  time,
  status: { type, code: "XX", statusCode, description },
  ...(address ? { location: { address } } : {}),
});

const label: Scan = ["20260301", "091000", "M", "003", "Shipper created a label, UPS has not received the package yet. "];
const pickup: Scan = ["20260301", "180500", "I", "038", "Pickup Scan", wayne];
const away: Scan = ["20260302", "031500", "I", "005", "Departed from Facility", wayne];
const here: Scan = ["20260303", "051200", "I", "005", "Arrived at Facility", sacramento];
const vehicle: Scan = ["20260304", "081200", "I", "021", "Out For Delivery Today", sacramento];
const there: Scan = ["20260304", "131500", "D", "011", "DELIVERED ", sacramento];

const scheduled = [{ type: "SDD", date: "20260304" }];
const to = [{ type: "DESTINATION", address: sacramento }];

type Made = { scans: Scan[]; more?: object };
const made: Made[] = [
  { scans: [label] },
  { scans: [label, pickup] },
  { scans: [label, pickup, away, here], more: { deliveryDate: [...scheduled, { type: "RDD", date: "20260306" }] } },
  { scans: [label, pickup, away, here, vehicle], more: { deliveryDate: scheduled } },
  {
    scans: [label, pickup, away, here, vehicle, there, ["20260304", "140000", "U", "155", "Delivery photo"]],
    more: {
      deliveryDate: [...scheduled, { type: "DEL", date: "20260304" }],
      deliveryTime: { type: "DEL", endTime: "131500" },
      deliveryInformation: { location: "Front Desk", receivedBy: "MILLER" },
    },
  },
  { scans: [label, pickup, here, ["20260304", "120000", "D", "161", "Delivered to UPS Access Point", sacramento]] },
  { scans: [label, pickup, here, ["20260303", "090000", "X", "050", "The address is incomplete", sacramento]] },
  { scans: [label, pickup, here, ["20260303", "090000", "X", "035", "Returning to Sender", sacramento]] },
  { scans: [label, pickup, here, ["20260303", "090000", "X", "149", "Prohibited contents", sacramento]] },
];
export const numbers = made.map((_, nth) => oneZ(nth + 1));

export type FixtureUps = SpecServer & { expireTokens(): void; tokensGiven(): number; subscribed: string[] };

export async function fixtureUps(credentials: { id: string; secret: string }): Promise<FixtureUps> {
  let given = 0;
  const basic = `Basic ${Buffer.from(`${credentials.id}:${credentials.secret}`).toString("base64")}`;
  const refuse = (status: number, code: string, message: string) => ({ status, body: { response: { errors: [{ code, message }] } } });
  const valid = new Set<string>();
  const subscribed: string[] = [];
  const server = await specServer({
    files: existsSync(alertFile) ? [...files, { file: alertFile, basePath: "/api/track/v2" }] : files,
    before(request) {
      const shown = request.headers.authorization ?? "";
      if (request.url === "/security/v1/oauth/token") return shown === basic ? null : refuse(401, "10401", "ClientId is Invalid");
      return valid.has(shown) ? null : refuse(401, "250002", "Invalid Authentication Information.");
    },
    handlers: {
      "POST /security/v1/oauth/token": () => {
        const token = `token-${++given}`;
        valid.add(`Bearer ${token}`);
        return { status: 200, body: { token_type: "Bearer", access_token: token, expires_in: "14399", status: "approved" } };
      },
      "GET /api/track/v1/details/{inquiryNumber}": ({ params }) => {
        const number = params["inquiryNumber"]!;
        if (number === "1ZCIETST0111111114")
          return {
            status: 200,
            body: { trackResponse: { shipment: [{ warnings: [{ code: "TW0001", message: "Tracking Information Not Found" }] }] } },
          };
        if (!/^1Z[0-9A-Z]{16}$/.test(number)) return refuse(400, "TV1002", "Invalid inquiry number");
        const found = made[numbers.indexOf(number)];
        return found ? { status: 200, body: answerOf(number, found) } : refuse(404, "TW0001", "Tracking Information Not Found");
      },
      "POST /api/track/v2/subscription/{type}/package": ({ body }) => {
        const { trackingNumberList: list } = body as { trackingNumberList: string[] };
        subscribed.push(...list);
        return { status: 200, body: { validTrackingNumbers: list, invalidTrackingNumbers: [] } };
      },
    },
  });
  return { ...server, expireTokens: () => valid.clear(), tokensGiven: () => given, subscribed };
}

function answerOf(number: string, { scans, more = {} }: Made): object {
  const activity = scans.map(scan).toReversed();
  const one = {
    trackingNumber: number,
    activity,
    currentStatus: activity.find(({ status }) => status.type !== "U")!.status,
    packageAddress: to,
    ...more,
  };
  return { trackResponse: { shipment: [{ inquiryNumber: number, package: [one] }] } };
}
