import { useEffect, useState } from 'react';
import { get, http, put, send } from '../api/client';
import { ENDPOINTS } from '../api/endpoints';

interface Game {
  id: string;
  name: string;
}

export function Games({ onlyLive }: { onlyLive: boolean }) {
  const [games, setGames] = useState<Game[]>([]);
  useEffect(() => {
    let url: string = ENDPOINTS.games;
    if (onlyLive) {
      url += '?live=true';
    }
    get<Game[]>(url).then(setGames);
  }, [onlyLive]);

  const rename = (game: Game, name: string) => put(ENDPOINTS.game(game.id), { name });
  const remove = async (game: Game) => {
    await http.delete(ENDPOINTS.game(game.id));
  };
  const upload = (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return send('post', '/imports/upload', form);
  };

  return (
    <ul>
      {games.map((game) => (
        <li key={game.id} onClick={() => rename(game, game.name + '!')} onDoubleClick={() => remove(game)}>
          {game.name}
        </li>
      ))}
      <input type="file" onChange={(event) => upload(event.target.files![0])} />
    </ul>
  );
}
