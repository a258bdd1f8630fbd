export {Deck, MapView, WebMercatorViewport} from "@deck.gl/core";
export {GeoJsonLayer, ScatterplotLayer, TextLayer, ArcLayer, PolygonLayer, PathLayer, LineLayer} from "@deck.gl/layers";
export {HexagonLayer, HeatmapLayer} from "@deck.gl/aggregation-layers";
export {JSONConverter} from "@deck.gl/json";
