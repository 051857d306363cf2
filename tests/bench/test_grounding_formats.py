"""Grounding sets are read as they are published, and what contradicts itself is refused by file and item."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiagent.bench.grounding.items import Absent, Box, Polygon
from guiagent.bench.grounding.reading import read_set
from guiagent.errors import UsageError
from tests.bench.grounding_sets import (
    OSWORLD,
    osworld,
    osworld_g,
    picture,
    pro,
    screenspot,
    screenspot_pro,
    spot,
    written,
)

BOX = Box(left=600, top=300, right=800, bottom=400)


def refused(place: Path, *words: str, **options: object) -> str:
    with pytest.raises(UsageError) as caught:
        read_set(place, **options)  # type: ignore[arg-type]
    for word in words:
        assert word in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(("version", "name"), [("", "screenspot"), ("_v2", "screenspot-v2")])
def test_screenspot_has_left_top_width_height(tmp_path: Path, version: str, name: str) -> None:
    screenspot(tmp_path, spot(), spot("shut it", data_type="icon"), version=version)
    screenspot(tmp_path, spot("call"), version=version, platform="mobile")
    found = read_set(tmp_path)
    assert (found.format, len(found.items), found.remarks) == (name, 3, ())
    call, *_, shut = found.items
    assert (call.platform, call.type, call.source, call.target) == ("mobile", "text", "shop", BOX)
    assert (shut.id, shut.platform, shut.type) == (f"screenspot_web{version}#2", "web", "icon")


def test_screenspot_pro_has_corners_a_file_an_application(tmp_path: Path) -> None:
    screenspot_pro(tmp_path)
    picture(tmp_path / "images" / "word_macos" / "b.png", (4000, 3000))
    entry = pro("x", img_filename="word_macos/b.png", img_size=[4000, 3000], group="Office")
    written(tmp_path / "annotations" / "word_macos.json", [entry])
    one, other = read_set(tmp_path).items
    assert (one.id, one.target, one.type) == ("blender_windows_open it", BOX, "icon")
    assert (one.platform, one.group, one.source, other.group) == ("windows", "Creative", "blender", "Office")
    assert read_set(tmp_path / "annotations" / "word_macos.json").items == (other,), "a file alone"


def test_gui_actor_s_conversion_of_screenspot_v2_has_corners(tmp_path: Path) -> None:
    entry = {key: value for key, value in pro().items() if key not in ("id", "application", "instruction_cn")}
    picture(tmp_path / "screenspotv2_image" / "a.png")
    written(tmp_path / "screenspot_mobile_v2.json", [entry | {"img_filename": "a.png", "group": "mobile"}])
    found = read_set(tmp_path)
    assert (found.format, found.items[0].target, found.items[0].group) == ("screenspot-v2-xyxy", BOX, "mobile")


def test_osworld_g_has_boxes_polygons_and_refusals(tmp_path: Path) -> None:
    found = read_set(osworld_g(tmp_path))
    there, around, nowhere = (item.target for item in found.items)
    assert (found.format, there, nowhere) == ("osworld-g", BOX, Absent())
    assert around == Polygon(corners=((100, 100), (300, 100), (300, 300), (200, 150)))
    assert found.items[0].gui_types == ("Button", "Icon")


def test_of_two_versions_of_the_same_items_one_is_named(tmp_path: Path) -> None:
    osworld_g(osworld_g(tmp_path), name="OSWorld-G_refined.json")
    refused(tmp_path, "two versions", "OSWorld-G.json", "OSWorld-G_refined.json")
    assert len(read_set(tmp_path / "OSWorld-G_refined.json").items) == 3


def test_corners_where_width_and_height_are_meant_are_refused(tmp_path: Path) -> None:
    corners = [spot(box=(600, 300, 800, 400)), spot(box=(10, 20, 30, 40))]
    said = refused(screenspot(tmp_path, *corners), "screenspot_web_v2.json: item 1", "1000x500", "1 of 2 boxes")
    assert "read as left, top, width, height it goes from (600,300) to (1400,700), out of it" in said
    assert "read as left, top, right, bottom it goes from (600,300) to (800,400), inside it" in said


def test_width_and_height_where_corners_are_meant_are_refused(tmp_path: Path) -> None:
    sizes = screenspot_pro(tmp_path, pro(box=(600, 300, 200, 100)))
    refused(sizes, "blender_windows.json: item 1", "The format screenspot-pro has left, top, right, bottom")


def test_shares_of_the_picture_are_not_taken_for_pixels(tmp_path: Path) -> None:
    refused(screenspot(tmp_path, spot(box=(0.6, 0.3, 0.2, 0.1))), "item 1", "[0.6, 0.3, 0.2, 0.1]", "shares")


def test_a_box_that_reaches_a_little_out_is_remarked_and_one_that_is_nowhere_refused(tmp_path: Path) -> None:
    found = read_set(screenspot(tmp_path, spot(), spot(box=(900, 450, 110, 30))))
    remark = "boxes that reach out of their pictures: 1, the first in "
    assert found.remarks == (f"{remark}{tmp_path / 'screenspot_web_v2.json'}: item 2",)
    refused(screenspot(tmp_path, spot(), spot(box=(1200, 20, 10, 10))), "item 2", "is nowhere on its picture")


def test_a_size_that_is_not_the_picture_s_is_refused(tmp_path: Path) -> None:
    refused(screenspot_pro(tmp_path, pro(img_size=[2000, 1000])), "item 1", "has 1000x500", "says 2000x1000")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (osworld("x", "bbox", (1, 2, 3)), "box_coordinates of a bbox are 4 numbers, not 3"),
        (osworld("x", "polygon", (1, 2, 3, 4, 5)), "box_coordinates of a polygon are pairs, 3 or more, not 5"),
        (osworld("x", "polygon", (1, 2, 3, 4, 5000, 6)), "the polygon reaches out of its picture of 1000x500"),
        (osworld("x", "circle", (1, 2, 3, 4)), "box_type: Input should be 'bbox', 'polygon' or 'refusal'"),
        (osworld("there", "refusal", ()), "has the id 'there' of"),
        (osworld("x", "bbox", ("a", 2, 3, 4)), "box_coordinates.0: Input should be a valid number"),  # type: ignore[arg-type]
        ({"id": "x"}, "image_path: Field required"),
        ([], "item 2 is no object with fields"),
    ],
)
def test_an_item_that_is_wrong_is_named(tmp_path: Path, entry: dict[str, object], told: str) -> None:
    refused(osworld_g(tmp_path, OSWORLD[0], entry), "OSWorld-G.json", "item 2", told)


def test_files_that_are_wrong_are_named(tmp_path: Path) -> None:
    refused(tmp_path / "none", "there is no folder or file")
    refused(tmp_path, "holds no .json file")
    file = tmp_path / "mine.json"
    for text, told in (("[{", "is not JSON"), ("{}", "holds no list of items"), ("[]", "no list of items")):
        file.write_text(text)
        refused(tmp_path, "mine.json", told)
    written(file, [{"image": "a.png", "bbox": [1, 2, 3, 4]}])
    refused(tmp_path, "item 1 has the fields bbox, image: no format of")


def test_pictures_that_are_missing_or_broken_are_named(tmp_path: Path) -> None:
    screenspot(tmp_path, spot(), spot(img_filename="b.png"))
    refused(tmp_path, "item 2", "its picture 'b.png' is not in", "--images FOLDER")
    elsewhere = tmp_path / "elsewhere"
    picture(elsewhere / "a.png")
    (elsewhere / "b.png").write_text("hello")
    refused(tmp_path, "cannot read the picture of", "item 2", "b.png", images=elsewhere)
    picture(elsewhere / "b.png")
    assert len(read_set(tmp_path, images=elsewhere).images) == 2
    refused(tmp_path, "is no folder", images=tmp_path / "none")


def test_two_formats_in_a_folder_are_refused_and_a_named_one_overrides(tmp_path: Path) -> None:
    screenspot(tmp_path, version="")
    picture(tmp_path / "screenspotv2_image" / "a.png")
    refused(screenspot(tmp_path), "screenspot_web.json is in the format screenspot", "screenspot-v2")
    assert read_set(tmp_path, "screenspot").format == "screenspot"
    refused(tmp_path, "item 1 is no item of osworld-g", "id: Field required", form="osworld-g")
    refused(tmp_path, "--format 'x' is none of screenspot, screenspot-v2", form="x")


def test_a_set_is_told_by_its_items_and_pictures(tmp_path: Path) -> None:
    one = read_set(screenspot(tmp_path / "one")).digest
    assert read_set(screenspot(tmp_path / "two")).digest == one, "wherever it lies"
    assert read_set(screenspot(tmp_path / "three", spot("close it"))).digest != one
    picture(tmp_path / "two" / "screenspotv2_image" / "a.png", mode="RGBA")
    assert read_set(tmp_path / "two").digest != one
