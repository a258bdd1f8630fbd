// How wide the window is (the map's first camera is made on the server), and whether it can draw maps at all.
(() => {
  const note = () => { document.cookie = `tejido_width=${innerWidth}; path=/; max-age=31536000; SameSite=Strict`; };
  note();
  addEventListener("resize", note);
  // late, for without a graphics card the question alone takes a second
  addEventListener("load", () => setTimeout(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    if (gl) gl.getExtension("WEBGL_lose_context")?.loseContext();
    else document.documentElement.classList.add("no-webgl");
  }, 4000));
})();
