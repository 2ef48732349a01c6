#include "astrology/western/natal/lunar_mansions.h"

#include <algorithm>
#include <array>

namespace astronova::astrology {
namespace {

constexpr std::array<LunarMansion, 28> mansions{{
    {1, "al-Sharatain", "the Two Signs"},
    {2, "al-Butain", "the Little Belly"},
    {3, "al-Thurayya", "the Many Little Ones"},
    {4, "al-Dabaran", "the Follower"},
    {5, "al-Haq'a", "the White Spot"},
    {6, "al-Han'a", "the Brand"},
    {7, "al-Dhira", "the Forearm"},
    {8, "al-Nathra", "the Gap"},
    {9, "al-Tarf", "the Glance"},
    {10, "al-Jabha", "the Forehead"},
    {11, "al-Zubra", "the Mane"},
    {12, "al-Sarfa", "the Changer"},
    {13, "al-Awwa", "the Barker"},
    {14, "al-Simak", "the Unarmed"},
    {15, "al-Ghafr", "the Covering"},
    {16, "al-Zubana", "the Claws"},
    {17, "al-Iklil", "the Crown"},
    {18, "al-Qalb", "the Heart"},
    {19, "al-Shawla", "the Sting"},
    {20, "al-Na'a'im", "the Ostriches"},
    {21, "al-Balda", "the City"},
    {22, "Sa'd al-Dhabih", "the Lucky One of the Slaughterers"},
    {23, "Sa'd Bula", "the Lucky One of the Swallower"},
    {24, "Sa'd al-Su'ud", "the Luckiest of the Lucky"},
    {25, "Sa'd al-Akhbiya", "the Lucky One of the Tents"},
    {26, "al-Fargh al-Muqaddam", "the First Spout"},
    {27, "al-Fargh al-Mu'akhkhar", "the Second Spout"},
    {28, "Batn al-Hut", "the Belly of the Fish"},
}};

}  // namespace

std::span<const LunarMansion> lunar_mansions() {
  return mansions;
}

const LunarMansion& lunar_mansion_of(double longitude) {
  const auto found = std::ranges::upper_bound(mansions, longitude, {}, [](const auto& mansion) {
    return lunar_mansion_begin(mansion.number);
  });
  return *std::prev(found);
}

double lunar_mansion_begin(int number) {
  return (number - 1) * 360.0 / 28;
}

}  // namespace astronova::astrology
