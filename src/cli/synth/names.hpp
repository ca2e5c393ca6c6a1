// Typed-in lists of names. The households are invented; so are the streets.
#pragma once

#include "cli/synth/zone.hpp"

#include <array>
#include <string_view>

namespace phr::synth {

struct culture {
  std::array<std::string_view, 6> surnames;
  std::array<std::string_view, 8> women;
  std::array<std::string_view, 8> men;
  std::array<std::string_view, 4> streets;
  std::string_view town;
  std::string_view postal_prefix;  // two more digits follow
  std::string_view country;
  std::string_view language;       // BCP 47
  std::string_view language_name;
  std::string_view phone_prefix;
  zone where;
};

inline constexpr std::array<culture, 6> cultures{{
    {{"Grünwald", "Köhlmann", "Weißbach", "Sommerlath", "Jäckel", "Rotheimer"},
     {"Annegret", "Jördis", "Käthe", "Lieselotte", "Mareike", "Svenja", "Thea", "Zoë"},
     {"Björn", "Emil", "Götz", "Jürgen", "Lennart", "Matthis", "Sören", "Till"},
     {"Lindenallee", "Am Mühlbach", "Schloßstraße", "Kirschweg"},
     "Oberau an der Linde", "870", "DE", "de", "German", "+49 30 23125 0", zone::berlin},
    {{"Ashcombe", "Fernley", "Hartwell", "Loxdale", "Penhallow", "Thornbury"},
     {"Agnes", "Beatrix", "Cordelia", "Imogen", "Maeve", "Niamh", "Rosalind", "Siân"},
     {"Alistair", "Cedric", "Edmund", "Gareth", "Hugo", "Rhys", "Séamus", "Tobias"},
     {"Orchard Lane", "Mill Road", "Chapel Street", "Station Rise"},
     "Little Marlow Green", "ZZ1 4", "GB", "en", "English", "+44 20 7946 0", zone::london},
    {{"Castañeda", "Ibáñez", "Muñoz", "Peñalver", "Quiñones", "Zúñiga"},
     {"Begoña", "Belén", "Inés", "Lucía", "Marisol", "Noemí", "Sofía", "Ximena"},
     {"Andrés", "Iñigo", "Joaquín", "Martín", "Óscar", "Raúl", "Tomás", "Víctor"},
     {"Maple Avenue", "Second Street", "Riverside Drive", "Juniper Court"},
     "Cedar Hollow", "009", "US", "es", "Spanish", "+1 202 555 01", zone::new_york},
    {{"Kılıç", "Özgül", "Şahinkaya", "Tuğrul", "Yağmur", "Çınar"},
     {"Ayşe", "Çiğdem", "Elif", "Gülşah", "İpek", "Nilüfer", "Şule", "Zeynep"},
     {"Barış", "Çağrı", "Emre", "Gökhan", "İlker", "Oğuz", "Tunç", "Yiğit"},
     {"Hafenstraße", "Gärtnergasse", "Neue Zeile", "Am Wasserturm"},
     "Neumarkt am See", "660", "DE", "tr", "Turkish", "+49 89 99998 0", zone::berlin},
    {{"अग्रवाल", "चौधरी", "देशमुख", "जोशी", "मिश्रा", "वर्मा"},
     {"अनिता", "दीपा", "गीता", "कविता", "मीरा", "प्रिया", "रेखा", "सुनीता"},
     {"अमित", "दिनेश", "गोपाल", "किरण", "मोहन", "राजेश", "सुनील", "विजय"},
     {"गुलमोहर मार्ग", "स्टेशन रोड", "नदी पथ", "बगीचा लेन"},
     "शांतिपुर", "9999", "IN", "hi", "Hindi", "+91 11 5550 0", zone::kolkata},
    {{"Đặng", "Lê", "Nguyễn", "Phạm", "Trần", "Vũ"},
     {"Bích", "Hạnh", "Hương", "Lan", "Ngọc", "Thảo", "Tuyết", "Yến"},
     {"Bảo", "Cường", "Dũng", "Hiếu", "Khánh", "Minh", "Phúc", "Tuấn"},
     {"Willow Street", "Harbor Road", "Elm Terrace", "Foundry Lane"},
     "Port Ellery", "009", "US", "vi", "Vietnamese", "+1 202 555 01", zone::new_york},
}};

}  // namespace phr::synth
