"""Where an Ordnance Survey grid position lies in WGS 84, to about five metres.

Source of formulas and constants: Ordnance Survey, "A guide to coordinate systems in Great
Britain", annexe C (transverse Mercator back to latitude and longitude), annexe B (ellipsoid
and Cartesian coordinates) and section 6.6 (the seven-parameter Helmert transformation, here
turned round from OSGB36 to WGS 84).
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt, tan

_AIRY_A, _AIRY_B = 6_377_563.396, 6_356_256.909
_WGS_A, _WGS_B = 6_378_137.0, 6_356_752.3142
_SCALE = 0.999_601_271_7
_LAT0, _LON0 = radians(49.0), radians(-2.0)
_EAST0, _NORTH0 = 400_000.0, -100_000.0
_MOVE = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_STRETCH = 1 - 20.4894e-6
_SQUARES = "ABCDEFGHJKLMNOPQRSTUVWXYZ"


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in WGS 84 degrees of an OSGB36 position in metres."""
    return _shift(*_unproject(easting, northing))


def read_grid(letters: str, digits: str) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of a grid square such as ``TL`` ``823943``.

    Args:
        letters: two letters of a 100 km square, either case.
        digits: an even number of digits, two to ten: easting, then northing.

    Returns:
        None where no such square exists in Great Britain.
    """
    corner = _corner(letters.upper())
    half = len(digits) // 2
    if corner is None or len(digits) % 2 or not 1 <= half <= 5:
        return None
    side = 10 ** (5 - half)
    easting = corner[0] + int(digits[:half]) * side + side / 2
    northing = corner[1] + int(digits[half:]) * side + side / 2
    return to_wgs84(easting, northing)


def _corner(letters: str) -> tuple[int, int] | None:
    if len(letters) != 2 or any(letter not in _SQUARES for letter in letters):
        return None
    big, small = (_SQUARES.index(letter) for letter in letters)
    column = (big % 5 - 2) * 5 + small % 5
    row = (3 - big // 5) * 5 + 4 - small // 5
    if not (0 <= column <= 6 and 0 <= row <= 12):
        return None
    return column * 100_000, row * 100_000


def _meridian(lat: float, n: float) -> float:
    n2, n3 = n * n, n * n * n
    less, more = lat - _LAT0, lat + _LAT0
    return (
        _AIRY_B
        * _SCALE
        * (
            (1 + n + 5 / 4 * (n2 + n3)) * less
            - (3 * (n + n2) + 21 / 8 * n3) * sin(less) * cos(more)
            + 15 / 8 * (n2 + n3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n3 * sin(3 * less) * cos(3 * more)
        )
    )


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    n = (_AIRY_A - _AIRY_B) / (_AIRY_A + _AIRY_B)
    e2 = 1 - (_AIRY_B / _AIRY_A) ** 2
    lat = _LAT0 + (northing - _NORTH0) / (_AIRY_A * _SCALE)
    for _ in range(10):  # converges by a factor of about a thousand a step
        left = northing - _NORTH0 - _meridian(lat, n)
        if abs(left) < 1e-5:
            break
        lat += left / (_AIRY_A * _SCALE)
    root = 1 - e2 * sin(lat) ** 2
    nu = _AIRY_A * _SCALE / sqrt(root)
    rho = _AIRY_A * _SCALE * (1 - e2) / root**1.5
    eta2 = nu / rho - 1
    t, t2, t4, t6 = tan(lat), tan(lat) ** 2, tan(lat) ** 4, tan(lat) ** 6
    sec = 1 / cos(lat)
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t4 + 720 * t6)
    d = easting - _EAST0
    return (
        lat - vii * d**2 + viii * d**4 - ix * d**6,
        _LON0 + x * d - xi * d**3 + xii * d**5 - xiia * d**7,
    )


def _shift(lat: float, lon: float) -> tuple[float, float]:
    e2 = 1 - (_AIRY_B / _AIRY_A) ** 2
    nu = _AIRY_A / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - e2) * sin(lat)
    rx, ry, rz = _TURN
    x2 = _MOVE[0] + _STRETCH * x - rz * y + ry * z
    y2 = _MOVE[1] + rz * x + _STRETCH * y - rx * z
    z2 = _MOVE[2] - ry * x + rx * y + _STRETCH * z
    e2 = 1 - (_WGS_B / _WGS_A) ** 2
    across = hypot(x2, y2)
    lat2 = atan2(z2, across * (1 - e2))
    for _ in range(5):
        nu = _WGS_A / sqrt(1 - e2 * sin(lat2) ** 2)
        lat2 = atan2(z2 + e2 * nu * sin(lat2), across)
    return lat2 * 180 / pi, atan2(y2, x2) * 180 / pi
